console.log(Number(readline()) * 2);
Promise.reject(new Error('nobody cares'));
