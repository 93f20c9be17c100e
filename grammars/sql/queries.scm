(create_function (object_reference name: (identifier) @name)) @function
(create_procedure (object_reference name: (identifier) @name)) @function
(create_trigger . (keyword_create) (object_reference name: (identifier) @name)) @function

(create_table (object_reference name: (identifier) @name)) @class
(create_view (object_reference name: (identifier) @name)) @class
(create_materialized_view (object_reference name: (identifier) @name)) @class
(create_type (object_reference name: (identifier) @name)) @class
