;;;; A local project of the bundle.

(defsystem "polite"
  :depends-on ("greetings")
  :components ((:file "package")
               (:file "polite" :depends-on ("package"))))
