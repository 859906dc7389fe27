;;;; The runtime's package: what a handler written in Common Lisp may use.
;;;; Source: AWS Lambda Developer Guide, "Building a custom runtime" and "Working with Lambda
;;;; environment variables"; runtime/lisp/README.md for what each name is for.

(defpackage :lambda-runtime
  (:nicknames :aws-lambda-runtime)
  (:use :common-lisp)
  (:export
   ;; The environment, read once when the function starts.
   #:*_handler* #:*aws-region* #:*aws-execution-env* #:*aws-lambda-function-name*
   #:*aws-lambda-function-memory-size* #:*aws-lambda-function-version*
   #:*aws-lambda-log-group-name* #:*aws-lambda-log-stream-name* #:*aws-access-key-id*
   #:*aws-secret-access-key* #:*aws-session-token* #:*lang* #:*tz* #:*lambda-task-root*
   #:*lambda-runtime-dir* #:*aws-lambda-runtime-api*
   ;; The invocation being served.
   #:*header-alist* #:*context* #:context #:context-request-id #:context-invoked-function-arn
   #:context-trace-id #:context-tenant-id #:context-client-context #:context-cognito-identity
   #:context-deadline-ms #:context-headers #:remaining-milliseconds
   ;; How a handler is called, and what it may return besides a body.
   #:declare-handler #:response #:make-response #:response-body #:response-content-type
   #:*json-reader* #:*json-writer*
   ;; Errors that say their own type to the caller.
   #:function-error #:function-error-type #:function-error-message #:init-error
   ;; The function's log.
   #:log-trace #:log-debug #:log-info #:log-warn #:log-error #:log-fatal
   ;; The life of the process.
   #:main #:save-bootstrap))

(defpackage :roswell
  (:nicknames :ros)
  (:use :common-lisp)
  (:documentation "As much of Roswell's package as a script asks of it before its MAIN is called.")
  (:export #:ensure-asdf #:include #:opt #:quit #:exec #:run #:*argv* #:*main*))
