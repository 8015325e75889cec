using Inkling.Lab.Training;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Inkling.Server.Lab;

/// <summary>Ends the runs of a window when it is closed, before its components, which may still wait for the browser.</summary>
internal sealed class WindowCircuit(WindowRuns runs) : CircuitHandler
{
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        runs.Dispose();
        return Task.CompletedTask;
    }
}
