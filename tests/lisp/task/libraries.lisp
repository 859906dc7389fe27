;;;; Becomes libraries.fasl: what another fasl loads.
;;;; Source: runtime/lisp/README.md.

(defpackage :libraries (:use :common-lisp) (:export #:greet))
(in-package :libraries)

(defun greet (name)
  (format nil "Hello, ~A!" name))
