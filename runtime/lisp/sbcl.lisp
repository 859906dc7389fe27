;;;; All that the runtime uses of SBCL beyond its documented interface, and the version it is known
;;;; to work with. Nothing else here names an internal symbol.
;;;; Source: SBCL 2.6.4, src/code/{debug,toplevel,cold-init,fd-stream,octets}.lisp.

(in-package :lambda-runtime)

(eval-when (:compile-toplevel :load-toplevel :execute)
  (let ((version (lisp-implementation-version)))
    (unless (and (>= (length version) 5) (string= "2.6.4" version :end2 5))
      (error "this runtime is for SBCL 2.6.4, not ~A: build it with the pinned one" version))))

;;; Conditions

(deftype memory-fault () 'sb-sys:memory-fault-error)
(deftype heap-exhausted () 'sb-kernel::heap-exhausted-error)
(deftype stack-exhausted () 'sb-kernel::control-stack-exhausted)
(deftype interrupt () 'sb-sys:interactive-interrupt)

;;; Memory

(defmacro with-pinned-vector ((pointer vector) &body body)
  "Runs BODY with POINTER at the first element of VECTOR, a specialized simple array, which stays."
  (let ((pinned (gensym "PINNED")))
    `(let ((,pinned ,vector))
       (sb-sys:with-pinned-objects (,pinned)
         (let ((,pointer (sb-sys:vector-sap ,pinned)))
           ,@body)))))

(declaim (inline heap-bytes-used))
(defun heap-bytes-used ()
  (sb-kernel:dynamic-usage))

;; Of madvise(2). A large body is then a dozen page faults instead of thousands, which would take
;; several times as long as all else that is done with it.
(defconstant +madvise-huge-pages+ 14)

(defun prefer-huge-pages ()
  "Asks the kernel for huge pages in the heap; it may have none."
  (sb-alien:alien-funcall
   (sb-alien:extern-alien "madvise" (function sb-alien:int sb-alien:unsigned-long
                                              sb-alien:unsigned-long sb-alien:int))
   sb-vm:dynamic-space-start (sb-ext:dynamic-space-size) +madvise-huge-pages+))

;;; Frames of the stack

(defun frame-line (frame)
  "What FRAME runs, and from which file. Arguments are left out: they may be what a caller sent."
  (let* ((location (sb-di:frame-code-location frame))
         (name (sb-di:debug-fun-name (sb-di:frame-debug-fun frame)))
         (file (ignore-errors
                (sb-di:debug-source-namestring (sb-di:code-location-debug-source location)))))
    (format nil "~S~@[ (~A)~]" name file)))

(defun frame-names-any-p (frame names)
  (member (sb-di:debug-fun-name (sb-di:frame-debug-fun frame)) names :test #'equal))

(defparameter *loader-functions*
  '(sb-int:simple-eval-in-lexenv sb-int:load-as-source sb-fasl::load-as-fasl load)
  "Between what loads a file and what the file says.")

(defun stack-lines (limit enclosing)
  "At most LIMIT lines, the innermost first: from what signalled an error to the first of the
functions named in ENCLOSING. To be called by a hook of INVOKE-DEBUGGER."
  (let ((lines '()))
    (sb-debug:map-backtrace
     (lambda (frame)
       (cond ((or (>= (length lines) limit) (frame-names-any-p frame enclosing))
              (return-from stack-lines (nreverse lines)))
             ((frame-names-any-p frame '(invoke-debugger)) ; All so far was on the way here.
              (setf lines '()))
             ((or lines (not (frame-names-any-p frame '(error cerror break sb-impl::%break))))
              (push (frame-line frame) lines)))))
    (nreverse lines)))

;;; Functions

(defun takes-one-argument-p (function)
  "Whether FUNCTION takes one argument and no second."
  (let ((parameters (sb-kernel:%fun-lambda-list function)))
    (and (= 1 (or (position-if (lambda (name) (member name lambda-list-keywords)) parameters)
                  (length parameters)))
         (not (intersection '(&optional &rest sb-int:&more &key) parameters)))))

;;; The process

(defun regular-file-p (path)
  "Whether PATH is a file, or a link to one."
  (eq (sb-impl::native-file-kind (sb-ext:native-namestring path) t) :file))

(defun external-format-known-p (name)
  "Whether NAME, a keyword, names a way to encode characters."
  (and (sb-impl::get-external-format name) t))

(defun prefer-utf-8 ()
  "Whatever the locale says. Standard streams then replace what they cannot encode."
  (setf sb-ext:*default-external-format* :utf-8
        sb-ext:*default-c-string-external-format* :utf-8))

(defun flush-standard-streams ()
  (finish-output sb-impl::*stdout*)
  (finish-output sb-impl::*stderr*))

(defun note-each-exit (function)
  "Has FUNCTION called with the status whenever Lisp is about to end the process."
  (sb-ext:without-package-locks
    (sb-int:encapsulate 'sb-impl::os-exit 'lambda-runtime
                        (lambda (os-exit code &rest options)
                          (funcall function code)
                          (apply os-exit code options)))))
