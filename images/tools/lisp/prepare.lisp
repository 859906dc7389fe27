;;;; Loaded first whenever Lisp is run to build: what it makes must not depend on when or how busy.
;;;; Source: SBCL 2.6.4, src/code/{final,save,common-os}.lisp, whose internal names are used here.

(defpackage :lambda-build
  (:use :common-lisp)
  (:export #:compile-sources #:compile-system #:compile-bundle))
(in-package :lambda-build)

;;; A second thread runs finalizers, and compiles methods in the background: what it has done by the
;;; time a core is saved depends on the machine's load. Saving would stop it once more.
(sb-impl::finalizer-thread-stop)
(sb-ext:without-package-locks
  (sb-int:encapsulate 'sb-impl::finalizer-thread-stop 'stopped-already
                      (lambda (stop)
                        (declare (ignore stop))
                        (sb-int:unencapsulate 'sb-impl::finalizer-thread-stop
                                              'stopped-already))))

(defun forget-this-build ()
  "The last thing before a core is saved: drops the names of this build's files."
  (setf sb-ext:*save-hooks* (remove 'forget-this-build sb-ext:*save-hooks*))
  (sb-impl::os-deinit)
  (sb-ext:gc :full t))

(push 'forget-this-build sb-ext:*save-hooks*)
