;;;; The C interface of the runtime, function by function, and its event.
;;;; Source: runtime/c_abi/lambda.h, whose structs have 8-byte fields only.

(in-package :lambda-runtime)

(sb-alien:define-alien-routine ("lambda_open" foreign-open) sb-alien:int
  (runtime sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_next" foreign-next) sb-alien:int
  (runtime sb-sys:system-area-pointer) (event sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_respond" foreign-respond) sb-alien:int
  (runtime sb-sys:system-area-pointer) (body sb-sys:system-area-pointer)
  (size (sb-alien:unsigned 64)) (content-type sb-alien:c-string))
(sb-alien:define-alien-routine ("lambda_respond_utf32" foreign-respond-utf32) sb-alien:int
  (runtime sb-sys:system-area-pointer) (code-points sb-sys:system-area-pointer)
  (count (sb-alien:unsigned 64)) (content-type sb-alien:c-string))
(sb-alien:define-alien-routine ("lambda_fail" foreign-fail) sb-alien:int
  (runtime sb-sys:system-area-pointer) (failure sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_fail_initialization" foreign-fail-initialization)
    sb-alien:int
  (runtime sb-sys:system-area-pointer) (failure sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_guard_exits" foreign-guard-exits) sb-alien:void
  (owns-thread sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_report_leaving" foreign-report-leaving) sb-alien:void
  (type sb-alien:c-string) (message sb-alien:c-string))
(sb-alien:define-alien-routine ("lambda_log" foreign-log) sb-alien:void
  (runtime sb-sys:system-area-pointer) (level sb-alien:int)
  (message sb-sys:system-area-pointer) (size (sb-alien:unsigned 64)))
(sb-alien:define-alien-routine ("lambda_remaining_ms" foreign-remaining-ms) (sb-alien:signed 64)
  (deadline-ms (sb-alien:unsigned 64)))
(sb-alien:define-alien-routine ("lambda_measure_utf8" foreign-measure-utf8) (sb-alien:unsigned 64)
  (bytes sb-sys:system-area-pointer) (size (sb-alien:unsigned 64))
  (code-points sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_decode_utf8" foreign-decode-utf8) sb-alien:void
  (bytes sb-sys:system-area-pointer) (size (sb-alien:unsigned 64))
  (to sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("lambda_encode_utf8" foreign-encode-utf8) (sb-alien:unsigned 64)
  (code-points sb-sys:system-area-pointer) (count (sb-alien:unsigned 64))
  (to sb-sys:system-area-pointer))
(sb-alien:define-alien-routine ("memcpy" foreign-copy) sb-sys:system-area-pointer
  (to sb-sys:system-area-pointer) (from sb-sys:system-area-pointer)
  (size (sb-alien:unsigned 64)))
(sb-alien:define-alien-routine ("chdir" foreign-change-folder) sb-alien:int
  (folder sb-alien:c-string))

(defconstant +ok+ 0 "LAMBDA_OK: go on.")

(declaim (type sb-sys:system-area-pointer *runtime* *event*))
(sb-ext:defglobal *runtime* (sb-sys:int-sap 0))     ; The one lambda_runtime of the process.
(sb-ext:defglobal *event* (sb-sys:int-sap 0))       ; Its one lambda_event.

(defconstant +event-words+ 18 "Of a lambda_event, and one word more for a result.")

(defmacro word (pointer index)
  "The INDEXth 8-byte field at POINTER, as a number."
  `(sb-sys:sap-ref-64 ,pointer (* 8 ,index)))

(defmacro pointer-at (pointer index)
  "The INDEXth 8-byte field at POINTER, as a pointer."
  `(sb-sys:sap-ref-sap ,pointer (* 8 ,index)))

(defmacro event-deadline-ms () '(word *event* 14))
(defmacro event-headers () '(pointer-at *event* 15))
(defmacro event-header-count () '(word *event* 16))
(defmacro event-result () '(sb-sys:sap+ *event* (* 8 17)))

(defun open-runtime ()
  "Result: whether there is a Runtime API to serve; if not, C++ has said why."
  (setf *event* (sb-alien:alien-sap (sb-alien:make-alien (sb-alien:unsigned 64) +event-words+)))
  (let ((status (foreign-open (event-result))))
    (setf *runtime* (pointer-at (event-result) 0))
    (= status +ok+)))

(defun guard-exits ()
  "To be called when SBCL's own signal handlers are in place, as they are in a toplevel function."
  (foreign-guard-exits (sb-sys:foreign-symbol-sap "lambda_lisp_owns_thread")))
