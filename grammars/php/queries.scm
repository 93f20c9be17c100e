(function_definition name: (name) @name) @function
(method_declaration name: (name) @name) @function
(assignment_expression left: (variable_name) @name right: (anonymous_function) @function)

(class_declaration name: (name) @name) @class
(interface_declaration name: (name) @name) @class
(trait_declaration name: (name) @name) @class
(enum_declaration name: (name) @name) @class
; `namespace Name;` spans only itself and is no unit.
(namespace_definition name: (namespace_name) @name body: (compound_statement)) @class
