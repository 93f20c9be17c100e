; A method goes by the first part of its selector.
(method_definition . (method_type) . (identifier) @name) @function
(function_definition declarator: (function_declarator declarator: (_) @name)) @function
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name))) @function

(class_interface . (identifier) @name) @class
(class_implementation . (identifier) @name) @class
(protocol_declaration . (identifier) @name) @class
(struct_specifier name: (_) @name body: (_)) @class
