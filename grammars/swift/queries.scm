; The grammar calls the type of the result `name`, too.
(function_declaration "func" . name: (_) @name) @function
(protocol_function_declaration "func" . name: (_) @name) @function
(init_declaration "init" @name) @function
(deinit_declaration "deinit" @name) @function
(subscript_declaration "subscript" @name) @function
(property_declaration
  name: (pattern bound_identifier: (simple_identifier) @name)
  computed_value: (computed_property)) @function
(property_declaration
  name: (pattern bound_identifier: (simple_identifier) @name)
  value: (lambda_literal) @function)

; Structs, enums, actors and extensions are class declarations, too.
(class_declaration name: (_) @name) @class
(protocol_declaration name: (type_identifier) @name) @class
