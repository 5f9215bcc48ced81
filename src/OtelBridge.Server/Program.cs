using OtelBridge.Server.Commands;

return await CommandLine.RunAsync(args);
