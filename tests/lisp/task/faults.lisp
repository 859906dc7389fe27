;;;; Handlers that fail, each in another way.
;;;; Source: runtime/lisp/README.md, "When something goes wrong".

(defpackage :faults (:use :common-lisp :sb-alien))
(in-package :faults)

(define-condition out-of-stock (error)
  ((item :initarg :item))
  (:report (lambda (condition stream)
             (format stream "no ~S left" (slot-value condition 'item)))))

(define-condition unprintable (error) ()
  (:report (lambda (condition stream)
             (declare (ignore condition stream))
             (error "the report fails too"))))

(defmacro define-fault (name &body body)
  `(defun ,name (body headers)
     (declare (ignorable body headers) (notinline identity) (optimize (debug 2) (safety 1)))
     ,@body))

(define-fault echo body)
(defun process-id () (alien-funcall (extern-alien "getpid" (function int))))
(defun inner (item) (error 'out-of-stock :item item))
(define-fault stock (list (inner "\"tea\"")))
(define-fault own-type (error 'lambda-runtime:function-error :type "Shop.Closed" :message "later"))
(define-fault no-report (error 'unprintable))
(define-fault odd-printer (setf *print-base* 2 *print-length* 1) (error "~A" '(10 11 12)))
(define-fault long-report (error "~A" (make-string 20000 :initial-element #\x)))
(define-fault handled (handler-case (inner 1) (error () "\"handled\"")))
(define-fault signalled (signal 'out-of-stock :item 2) "\"went on\"")
(define-fault warned (warn "only a warning") "\"warned\"")
(define-fault stopped (break "here"))
(define-fault arithmetic (list (/ (length body) (identity 0))))
(define-fault wrong-type (list (+ (identity "x") 1)))

(defun deeper (n) (+ 1 (deeper (cons n n))))
(define-fault recursion (list (deeper 1)))
(define-fault big-array
  (list (make-array (identity 100000000000) :element-type (quote (unsigned-byte 8)))))
(defvar *kept* '())
(define-fault many-objects
  (loop (push (make-array 1000 :initial-element 0) *kept*)))

(define-fault leave (sb-ext:exit :code 3))
(define-fault leave-at-once (sb-ext:exit :code 4 :abort t))
(define-fault null-read (list (sb-sys:sap-ref-8 (sb-sys:int-sap (identity 0)) 0)))
(define-fault c-abort (alien-funcall (extern-alien "abort" (function void))))
(define-fault c-exit (alien-funcall (extern-alien "exit" (function void int)) 5))
(define-fault c-fault
  (alien-funcall (extern-alien "strlen" (function unsigned-long unsigned-long)) 8))
(define-fault thread-error
  (sb-thread:join-thread (sb-thread:make-thread (lambda () (error "in a thread"))))
  "\"not reached\"")
(define-fault c-thread-fault
  ;; A thread that C makes runs strlen at an address that is none: Lisp does not own it.
  (with-alien ((thread unsigned-long 0))
    (alien-funcall (extern-alien "pthread_create" (function int (* unsigned-long) unsigned-long
                                                            unsigned-long unsigned-long))
                   (addr thread) 0 (sb-sys:find-foreign-symbol-address "strlen") 8)
    (sleep 10)))
