console.log(Number(readline()) * 2);
process.exit(0);
