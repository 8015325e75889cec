using Inkling.Lab;
using Inkling.Lab.Browser;
using Inkling.Lab.Hosting;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<LabRoutes>("#lab");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddLab();
builder.Services.AddSingleton<IDigitSource, GeneratedDigits>();
builder.Services.AddSingleton<IModelSource, BrowserModels>();
builder.Services.AddSingleton<IPictureReader, BrowserPictures>();
builder.Services.AddSingleton<ITrainingHost, SlicedTraining>();
await builder.Build().RunAsync();
