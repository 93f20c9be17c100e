(function_declaration name: (_) @name) @function
(generator_function_declaration name: (_) @name) @function
(function_expression name: (_) @name) @function
(generator_function name: (_) @name) @function
(method_definition name: (_) @name) @function

; const f = () => ..., exports.f = function () {...}, { f: () => ... }, class { f = () => ... }
(variable_declarator
  name: (identifier) @name
  value: [(arrow_function) (function_expression) (generator_function)] @function)
(assignment_expression
  left: [(identifier) (member_expression)] @name
  right: [(arrow_function) (function_expression) (generator_function)] @function)
(pair key: (_) @name value: [(arrow_function) (function_expression) (generator_function)] @function)
(public_field_definition name: (_) @name value: [(arrow_function) (function_expression)] @function)

(class_declaration name: (_) @name) @class
(class name: (_) @name) @class
(variable_declarator name: (identifier) @name value: (class) @class)
(assignment_expression left: [(identifier) (member_expression)] @name right: (class) @class)
(abstract_class_declaration name: (_) @name) @class
(interface_declaration name: (_) @name) @class
(enum_declaration name: (_) @name) @class
(internal_module name: (_) @name body: (_)) @class
(module name: (_) @name body: (_)) @class
