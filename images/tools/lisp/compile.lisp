;;;; Compiles Lisp sources into one fasl whose bytes do not depend on where or when it was made.
;;;; The rule lisp_library loads this file and evaluates one of the three exported functions.
;;;; Source: SBCL 2.6.4 User Manual, "Compiler"; ASDF 3.3 manual, "asdf-bundle".

(in-package :lambda-build)

(declaim (sb-ext:muffle-conditions sb-ext:compiler-note))

(setf sb-ext:*runtime-pathname* nil) ; Each fasl would begin with it, to run as a script.

(defun stop (control &rest arguments)
  "Ends the build action with a message."
  (format *error-output* "~&~?~%" control arguments)
  (finish-output *error-output*)
  (sb-ext:exit :code 1 :abort t))

(defun load-needed (fasls modules)
  (mapc #'require modules)
  (mapc #'load fasls))

(defun copy-octets (from to)
  "Appends the file FROM to the stream TO."
  (with-open-file (in from :element-type '(unsigned-byte 8))
    (let ((octets (make-array (file-length in) :element-type '(unsigned-byte 8))))
      (read-sequence octets in)
      (write-sequence octets to))))

(defmacro writing-fasl ((stream path) &body body)
  `(with-open-file (,stream ,path :direction :output :if-exists :supersede
                                  :element-type '(unsigned-byte 8))
     ,@body))

(defun compile-one (source fasl name)
  "Compiles SOURCE; NAME stands for it in FASL, and in backtraces. Stops where compilation fails."
  (multiple-value-bind (output warnings-p failure-p)
      (with-compilation-unit (:source-namestring name)
        (compile-file source :output-file (merge-pathnames fasl)))
    (declare (ignore warnings-p))
    (when (or failure-p (not output))
      (stop "~A does not compile: see the WARNING or ERROR above." name))
    output))

(defun compile-sources (sources output &key fasls modules systems)
  "Compiles and loads SOURCES in order, and joins what comes out in OUTPUT."
  (declare (ignore systems))
  (load-needed fasls modules)
  (let ((part (format nil "~A.part.fasl" output)))
    (writing-fasl (stream output)
      (loop for (source . more) on sources
            do (compile-one source part source)
               (when more (load part)) ; For those that follow.
               (copy-octets part stream)
               (delete-file part)))))

;;; ASDF is loaded when it is needed: its symbols are looked up then.

(defun asdf (name &rest arguments)
  "Calls ASDF's function NAME."
  (apply (find-symbol (string name) :asdf) arguments))

(defun relative-name (path root)
  (let ((text (namestring path)) (start (namestring root)))
    (if (eql (mismatch start text) (length start)) (subseq text (length start)) text)))

(defun name-sources-below (root)
  "Lets ASDF compile each file under its name below ROOT, not under the folder of this build."
  (eval `(defmethod ,(find-symbol "PERFORM" :asdf) :around
             ((operation ,(find-symbol "COMPILE-OP" :asdf))
              (component ,(find-symbol "CL-SOURCE-FILE" :asdf)))
           (with-compilation-unit
               (:source-namestring (relative-name (asdf :component-pathname component) ,root))
             (call-next-method)))))

(defun prepare-asdf (root output systems)
  "Only what is below ROOT and the loaded SYSTEMS is there; what is compiled lies beside OUTPUT."
  (require :asdf)
  (asdf :initialize-source-registry '(:source-registry :ignore-inherited-configuration))
  (asdf :initialize-output-translations
        `(:output-translations
          (t (,(merge-pathnames (format nil "~A.parts/" output)) "**" "*.*.*"))
          :ignore-inherited-configuration))
  (dolist (system systems) (asdf :register-immutable-system system))
  (name-sources-below root))

(defun operate-all (operation systems output)
  "Joins in OUTPUT what OPERATION makes of each of SYSTEMS."
  (writing-fasl (stream output)
    (dolist (system systems)
      (handler-bind ((style-warning #'muffle-warning) ; Of other people's sources.
                     (error (lambda (problem)
                              (stop "System ~A: ~A~%What it needs must be in deps or modules."
                                    system problem))))
        (asdf :operate (find-symbol (string operation) :asdf) system))
      (copy-octets (asdf :output-file (find-symbol (string operation) :asdf) system) stream)))
  (funcall (find-symbol "DELETE-DIRECTORY-TREE" :uiop)
           (merge-pathnames (format nil "~A.parts/" output)) :validate t))

(defun absolute (path) (merge-pathnames path (truename ".")))

(defun folder-of (path) (make-pathname :name nil :type nil :version nil :defaults path))

(defun compile-system (asd names output &key fasls modules systems)
  "Compiles the systems NAMES of the file ASD, without what they depend on, into OUTPUT."
  (load-needed fasls modules)
  (let ((asd (absolute asd)) (output (absolute output)))
    (prepare-asdf (folder-of asd) output systems)
    (asdf :load-asd asd)
    (operate-all :compile-bundle-op names output)))

(defun compile-bundle (bundle names output &key fasls modules systems)
  "Compiles the systems NAMES and all they need, found by Quicklisp's BUNDLE.lisp, into OUTPUT."
  (load-needed fasls modules)
  (let ((bundle (absolute bundle)) (output (absolute output)))
    (prepare-asdf (folder-of bundle) output systems)
    (load bundle)
    (operate-all :monolithic-compile-bundle-op names output)))
