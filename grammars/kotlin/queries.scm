(function_declaration name: (identifier) @name) @function
(secondary_constructor "constructor" @name) @function
(anonymous_initializer "init" @name) @function
(property_declaration (variable_declaration (identifier) @name) (getter (function_body))) @function
(property_declaration (variable_declaration (identifier) @name) (anonymous_function) @function)
(property_declaration (variable_declaration (identifier) @name) (lambda_literal) @function)

; Interfaces and enums are class declarations, too.
(class_declaration name: (identifier) @name) @class
(object_declaration name: (identifier) @name) @class
(companion_object name: (identifier) @name) @class
