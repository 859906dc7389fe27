;;;; Saves the core that Lisp is built with: SBCL's own, but for its second thread, which does not
;;;; start. That thread runs finalizers and compiles methods in the background: what a core holds
;;;; would depend on how busy the machine was. prepare.lisp lets it start again in what ships.
;;;; Source: SBCL 2.6.4, src/code/{final,save,cold-init}.lisp, whose internal names are used here.

(sb-impl::finalizer-thread-stop)

(sb-ext:without-package-locks
  (sb-int:encapsulate 'sb-impl::finalizer-thread-stop 'stopped-already
                      (lambda (stop)
                        (declare (ignore stop))
                        (sb-int:unencapsulate 'sb-impl::finalizer-thread-stop
                                              'stopped-already)))
  (sb-int:encapsulate 'sb-impl::finalizer-thread-start 'not-now #'identity))

(setf *default-pathname-defaults* #p"")
(sb-impl::os-deinit)
(sb-ext:gc :full t)
(sb-ext:save-lisp-and-die "quiet.core")
