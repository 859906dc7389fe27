;;;; Loaded first whenever Lisp is run to build, in the core that quiet.lisp saved.
;;;; Source: SBCL 2.6.4, src/code/{final,save,common-os}.lisp, whose internal names are used here.

(defpackage :lambda-build
  (:use :common-lisp)
  (:export #:compile-sources #:compile-system #:compile-bundle))
(in-package :lambda-build)

(defun forget-this-build ()
  "The last thing before a core is saved: its second thread starts again when it does, and the names
of this build's files are dropped."
  (setf sb-ext:*save-hooks* (remove 'forget-this-build sb-ext:*save-hooks*))
  (sb-int:unencapsulate 'sb-impl::finalizer-thread-start 'not-now)
  (sb-impl::os-deinit)
  (sb-ext:gc :full t))

(push 'forget-this-build sb-ext:*save-hooks*)

(sb-ext:without-package-locks ; There is no thread to stop, which saving would do.
  (sb-int:encapsulate 'sb-impl::finalizer-thread-stop 'stopped-already
                      (lambda (stop)
                        (declare (ignore stop))
                        (sb-int:unencapsulate 'sb-impl::finalizer-thread-stop
                                              'stopped-already))))
