#!/usr/bin/cl -E main
":" ; exec cl-launch -X -- "$0" "$@"
(defun main ()
  (format t "script got ~A" (read-line)))
