using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("browser")]

// main.js calls what it measures once the runtime has started.
return;
