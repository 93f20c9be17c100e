(method name: (_) @name) @function
(singleton_method name: (_) @name) @function
(assignment left: (identifier) @name right: (lambda) @function)
(assignment left: (constant) @name right: (lambda) @function)

(class name: (_) @name) @class
(module name: (_) @name) @class
; class Name = Struct.new(...) do ... end
(assignment left: (constant) @name right: (call block: (do_block)) @class)
