using System.Text.Json;

namespace Inkling.Cli.Output;

/// <summary>Predictions as one JSON array on standard output, in the memory of a few batches.</summary>
internal sealed class PredictionJson : IPredictionOutput
{
    private JsonStream? _json;

    public void Add(IReadOnlyList<PredictedBatch> batches)
    {
        if (batches.Count == 0)
            return;
        Open();
        foreach (var batch in batches)
            Write(_json!.Writer, batch);
        _json!.Flush();
    }

    public void End() => Open();

    public void Dispose()
    {
        if (_json is null)
            return;
        _json.Writer.WriteEndArray();
        _json.Dispose();
    }

    private void Open()
    {
        if (_json is not null)
            return;
        _json = new JsonStream();
        _json.Writer.WriteStartArray();
    }

    private static void Write(Utf8JsonWriter json, PredictedBatch batch)
    {
        foreach (var (i, prediction) in batch.Predictions.Index())
        {
            json.WriteStartObject();
            json.WriteString("file", batch.File.Path);
            if (batch.Content.IsIdx)
                json.WriteNumber("index", batch.Content.First + i);
            json.WriteClass("digit", prediction.ClassName!);
            if (batch.Content.LabelsFile is not null)
                json.WriteNumber("label", batch.Content.Images.Labels[i]);
            json.WriteNumbers("probabilities", prediction.Probabilities);
            json.WriteEndObject();
        }
    }
}
