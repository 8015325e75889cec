Console.Error.WriteLine("inkling: no command yet"); return 2;
