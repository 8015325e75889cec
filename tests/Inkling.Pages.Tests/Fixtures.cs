using Inkling.Pages.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(LabFixture))]
// The tests wait for pages in real time: side by side they would wait for each other's processors.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
