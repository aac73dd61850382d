print(2 * io.read("n"))
os.exit(3)
