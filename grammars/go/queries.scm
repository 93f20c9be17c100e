(function_declaration name: (identifier) @name) @function
(method_declaration name: (field_identifier) @name) @function
(short_var_declaration
  left: (expression_list . (identifier) @name .)
  right: (expression_list . (func_literal) @function .))
(var_spec name: (identifier) @name value: (expression_list . (func_literal) @function .))

(type_spec name: (type_identifier) @name type: [(struct_type) (interface_type)]) @class
