using Inkling.Lab.Scripting;
using Inkling.Lab.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Lab.Hosting;

/// <summary>The services of the pages that are the same in every host.</summary>
public static class LabServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host, which adds the other interfaces of this namespace itself.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddLab(this IServiceCollection services) => services.AddScoped<Canvases>().AddScoped<WindowRuns>();
}
