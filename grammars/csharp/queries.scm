(method_declaration name: (identifier) @name) @function
(constructor_declaration name: (identifier) @name) @function
(destructor_declaration name: (identifier) @name) @function
(local_function_statement name: (identifier) @name) @function
(operator_declaration operator: _ @name) @function
(conversion_operator_declaration type: (_) @name) @function
(indexer_declaration "this" @name) @function
; Only properties that compute something: `{ get; set; }` is a field in disguise.
(property_declaration name: (identifier) @name value: (arrow_expression_clause)) @function
(property_declaration name: (identifier) @name accessors: (accessor_list . (accessor_declaration body: (_)))) @function

(class_declaration name: (identifier) @name) @class
(struct_declaration name: (identifier) @name) @class
(record_declaration name: (identifier) @name) @class
(interface_declaration name: (identifier) @name) @class
(namespace_declaration name: (_) @name) @class
