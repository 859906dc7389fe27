;;;; Becomes compiled.fasl: a handler that loads another fasl from beside it.
;;;; Source: runtime/lisp/README.md.

(defpackage :compiled (:use :common-lisp) (:export #:handle))
(in-package :compiled)

(load "libraries.fasl")

(defun handle (body headers)
  (declare (ignore headers))
  (funcall (find-symbol "GREET" "LIBRARIES") body))
