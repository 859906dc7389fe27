;;;; The runtime's Lisp sources, in the order they are loaded.
;;;; Source: ASDF's manual, "Using defsystem". //runtime/lisp:sources lists the same files.

(defsystem "lambda-runtime"
  :description "Serves AWS Lambda's events to handlers written in Common Lisp."
  :depends-on ()
  :serial t
  :components ((:file "package")
               (:file "sbcl")
               (:file "foreign")
               (:file "environment")
               (:file "text")
               (:file "headers")
               (:file "context")
               (:file "conditions")
               (:file "log")
               (:file "streams")
               (:file "json")
               (:file "conventions")
               (:file "script")
               (:file "handler")
               (:file "invoke")
               (:file "toplevel")
               (:file "save")))
