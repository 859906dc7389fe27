;;;; A local project: one's own system, which needs one of the bundle's.

(defpackage :polite
  (:use :cl :greetings)
  (:export #:greet))
