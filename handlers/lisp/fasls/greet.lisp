;;;; A compiled file that loads another one, which lies beside it.

(eval-when (:load-toplevel)
  (load (merge-pathnames "greetings.fasl" *load-truename*)))

(defpackage :greet
  (:use :cl)
  (:export #:handle))
(in-package :greet)

(defun handle (body headers)
  "The event is a language's code as JSON text: \"de\"."
  (declare (ignore headers))
  (format nil "~S" (greetings:greeting (string-trim "\"" body))))
