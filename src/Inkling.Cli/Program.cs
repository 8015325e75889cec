return Inkling.Cli.CommandLine.Run(args);
