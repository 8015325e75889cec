using Bunit;
using Inkling.Lab.Training;
using Inkling.Optim;

namespace Inkling.Lab.Tests.Training;

public sealed class SettingsFormTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();
    private readonly TrainingSettings _defaults = new HandDriven().Defaults;
    private TrainingSettings _settings;
    private IRenderedComponent<SettingsForm> _form = null!;

    public SettingsFormTests() => _settings = _defaults;

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Numbers_choices_and_texts_change_the_settings()
    {
        Render();
        Change("lr", "0.25");
        Change("schedule", "one-cycle");
        Change("epochs", "4");
        (_settings.HyperParameters.LearningRate, _settings.HyperParameters.Schedule, _settings.HyperParameters.Epochs)
            .ShouldBe((0.25f, ScheduleKind.OneCycle, 4));
        Render(opensPaths: true);
        Change("data", "./digits");
        _settings.Data.ShouldBe("./digits");
    }

    [Fact]
    public void A_host_without_paths_offers_its_data()
    {
        Render();
        _form.FindAll("[data-testid='setting-data'] option").Select(option => option.TextContent).ShouldBe(["handwriting", "other"]);
    }

    [Fact]
    public void What_is_not_permitted_stays_with_the_reason_until_it_is_corrected()
    {
        Render();
        Change("epochs", "none");
        _settings.ShouldBe(_defaults);
        var field = Field("epochs");
        (field.GetAttribute("value"), field.GetAttribute("aria-invalid")).ShouldBe(("none", "true"));
        _form.Find("#setting-epochs-help").TextContent.ShouldContain("expected a whole number");
        Change("lr", "0.5");
        Field("epochs").GetAttribute("value").ShouldBe("none");
        Change("epochs", "2");
        (Field("epochs").GetAttribute("value"), Field("epochs").HasAttribute("aria-invalid")).ShouldBe(("2", false));
        _settings.HyperParameters.Epochs.ShouldBe(2);
    }

    [Fact]
    public void An_empty_field_has_the_default()
    {
        Render();
        Change("epochs", "9");
        Change("epochs", "");
        _settings.HyperParameters.Epochs.ShouldBe(_defaults.HyperParameters.Epochs);
    }

    [Fact]
    public void Another_network_has_other_settings()
    {
        Render();
        _form.FindAll("[data-testid='setting-convolutions']").ShouldBeEmpty();
        Change("model", "custom");
        _settings.HyperParameters.Model.ShouldBe("custom");
        _form.FindAll("[data-testid='setting-convolutions']").Count.ShouldBe(1);
        _form.FindAll("[data-testid='setting-hidden']").ShouldBeEmpty();
    }

    private void Render(bool opensPaths = false) => _form = _context.Render<SettingsForm>(parameters => parameters
        .Add(form => form.Settings, _settings)
        .Add(form => form.Defaults, _defaults)
        .Add(form => form.DataNames, ["handwriting", "other"])
        .Add(form => form.OpensPaths, opensPaths)
        .Add(form => form.SettingsChanged, settings =>
        {
            _settings = settings;
            _form.Render(changed => changed.Add(form => form.Settings, settings));
        }));

    private AngleSharp.Dom.IElement Field(string name) => _form.Find($"[data-testid='setting-{name}']");

    private void Change(string name, string value) => Field(name).Change(value);
}
