;;;; A library of the bundle.

(defsystem "greetings"
  :version "1.0"
  :components ((:file "greetings")))
