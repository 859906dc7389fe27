;;;; For the developer's server: a function whose files have changed is loaded anew for the next
;;;; event, and a Lisp editor may look into it.
;;;; Source: runtime/lisp/README.md, "On your own machine".

(in-package :lambda-runtime)

(defvar *files-date* nil
  "When the newest of the function's files was written; NIL: they are not watched.")

(defvar *current-handler* nil
  "The HANDLER of the files as they were at *FILES-DATE*.")

(defun files-date ()
  (loop for type in '("lisp" "fasl" "ros")
        maximize (loop for file in (directory (make-pathname :name :wild :type type))
                       maximize (or (ignore-errors (file-write-date file)) 0))))

(defun watch-files (handler)
  "Begins to watch, if the variable LAMBDA_RELOAD says so."
  (when (setting "LAMBDA_RELOAD")
    (setf *current-handler* handler
          *files-date* (files-date))))

(defun current-handler (handler)
  "HANDLER, or what it has become. Errors of loading are then those of the event."
  (if (null *files-date*)
      handler
      (let ((date (files-date)))
        (unless (= date *files-date*)
          (setf *files-date* 0          ; Until it could be loaded.
                *current-handler* (resolve-handler *_handler*)
                *files-date* date))
        *current-handler*)))

(defun start-swank ()
  "Starts a Swank server on the loopback, where LAMBDA_LISP_SWANK names a port, in a bootstrap that
has Swank built in and whose files are watched: never in Lambda."
  (let ((port (setting "LAMBDA_LISP_SWANK"))
        (create (library-function "SWANK" "CREATE-SERVER")))
    (when (and port *files-date*)
      (unless create
        (init-error "NoSwank" "LAMBDA_LISP_SWANK is ~A, but no Swank is built in: add it to the ~
                               bootstrap's libraries" port))
      (funcall create :port (parse-integer port) :interface "127.0.0.1" :dont-close t))))
