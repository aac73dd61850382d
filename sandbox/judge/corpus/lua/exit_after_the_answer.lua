print(2 * io.read("n"))
os.exit(true, true)
