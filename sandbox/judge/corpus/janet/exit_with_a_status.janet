(print (* 2 (scan-number (string/trim (getline)))))
(os/exit 3)
