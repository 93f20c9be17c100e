(method name: (_) @name) @function
(singleton_method name: (_) @name) @function
(assignment left: (identifier) @name right: (lambda) @function)
(assignment left: (constant) @name right: (lambda) @function)

(class name: (_) @name) @class
(module name: (_) @name) @class
; Name = Struct.new(...) do ... end, known as a class by the methods inside.
(assignment left: (constant) @name right: (call block: (do_block body: (body_statement (method)))) @class)
