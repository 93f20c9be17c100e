(function_definition name: (identifier) @name) @function
(function_definition name: (property_name) @name) @function
(class_definition name: (identifier) @name) @class
