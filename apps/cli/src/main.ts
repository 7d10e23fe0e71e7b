console.log("gatefold");
