using Sagas.Worker.Commands;

return await CommandLine.Run(args);
