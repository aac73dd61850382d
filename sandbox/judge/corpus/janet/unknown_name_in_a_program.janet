(print (thrice (getline)))
