;;;; Lambda's environment variables as special variables. NIL where a variable is not set.
;;;; Source: AWS Lambda Developer Guide, "Working with Lambda environment variables".

(in-package :lambda-runtime)

(defmacro define-environment (&rest names)
  "Defines a special variable for each of NAMES, and two functions that set them all."
  (let ((specials (loop for name in names
                        collect (intern (format nil "*~A*" (if (char= (char name 0) #\_)
                                                               name
                                                               (substitute #\- #\_ name)))))))
    `(progn
       ,@(loop for special in specials
               for name in names
               collect `(defvar ,special nil
                          ,(format nil "The value of ~A, a string; or NIL." name)))
       (defun read-environment ()
         (setf ,@(loop for special in specials
                       for name in names
                       append `(,special (sb-ext:posix-getenv ,name)))))
       (defun forget-environment ()
         "So that no saved core holds the variables of the machine that saved it."
         (setf ,@(loop for special in specials append `(,special nil)))))))

(define-environment
  "_HANDLER" "AWS_REGION" "AWS_EXECUTION_ENV" "AWS_LAMBDA_FUNCTION_NAME"
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" "AWS_LAMBDA_FUNCTION_VERSION" "AWS_LAMBDA_LOG_GROUP_NAME"
  "AWS_LAMBDA_LOG_STREAM_NAME" "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" "AWS_SESSION_TOKEN"
  "LANG" "TZ" "LAMBDA_TASK_ROOT" "LAMBDA_RUNTIME_DIR" "AWS_LAMBDA_RUNTIME_API")

(defun setting (name)
  "The value of NAME, a variable of this runtime's own; NIL when it is not set or empty."
  (let ((value (sb-ext:posix-getenv name)))
    (and value (string/= value "") value)))

(defun task-folder ()
  "The folder that holds the function's files, as it was configured."
  (string-right-trim "/" (or *lambda-task-root* ".")))

(defun task-file (name)
  "The pathname of the file NAME in the task's folder; NIL when there is none."
  (let ((path (sb-ext:parse-native-namestring (format nil "~A/~A" (task-folder) name))))
    (and (regular-file-p path) path)))

(defun enter-task-folder ()
  "Makes the task's folder the current directory, if it is there."
  (when (and *lambda-task-root* (zerop (foreign-change-folder *lambda-task-root*)))
    (setf *default-pathname-defaults*
          (sb-ext:parse-native-namestring (task-folder) nil *default-pathname-defaults*
                                          :as-directory t))))
