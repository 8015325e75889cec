using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Inkling.Server.Serve;

/// <summary>What the OpenAPI document says beyond what the endpoints tell: the bodies of requests and answers.</summary>
internal static class ApiDescription
{
    public const string Predict = "Classifies one picture or image, or several.";
    public const string Models = "Lists the model in use.";
    public const string Health = "Answers while the process serves requests.";
    public const string Readiness = "Answers 200 while requests should be sent here, 503 once the server is stopping.";

    private static readonly OpenApiSchema Picture = new() { Type = JsonSchemaType.String, Format = "binary" };

    private static readonly OpenApiSchema Image = new()
    {
        Type = JsonSchemaType.Array,
        MinItems = ImageBatch.Pixels,
        MaxItems = ImageBatch.Pixels,
        Items = new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = "255" },
        Description = "28 x 28 pixels, row by row: 0 for background to 255 (or the parameter maximum) for ink.",
    };

    private static readonly OpenApiSchema Prediction = new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["digit"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer | JsonSchemaType.String,
                Description = "The most probable class: a digit as a number, the name of any other class.",
            },
            ["confidence"] = new OpenApiSchema { Type = JsonSchemaType.Number, Description = "The probability of that class." },
            ["probabilities"] = ArrayOf(new OpenApiSchema { Type = JsonSchemaType.Number }),
        },
        Required = new HashSet<string> { "digit", "confidence", "probabilities" },
    };

    private static readonly OpenApiSchema ModelList = ArrayOf(new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "64 bits of the SHA-256 of the weights." },
            ["name"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["classes"] = ArrayOf(new OpenApiSchema { Type = JsonSchemaType.String }),
            ["parameters"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["epochs"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null },
            ["loaded"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        },
    });

    /// <summary>Completes the document.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Inkling",
                Version = "1",
                Description = "Recognises handwritten digits.",
            };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            switch (context.Description.RelativePath)
            {
                case "v1/predict":
                    DescribePrediction(operation);
                    break;
                case "v1/models":
                    operation.Responses = Answers(ModelList);
                    break;
            }

            return Task.CompletedTask;
        });
    }

    private static void DescribePrediction(OpenApiOperation operation)
    {
        operation.Parameters =
        [
            new OpenApiParameter
            {
                Name = PredictEndpoint.MaximumParameter, In = ParameterLocation.Query,
                Description = "The number that stands for ink in a JSON body.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer, Enum = [JsonValue.Create(255), JsonValue.Create(1)], Default = JsonValue.Create(255),
                },
            },
        ];
        var content = new Dictionary<string, OpenApiMediaType>
        {
            [PredictEndpoint.JsonType] = new() { Schema = new OpenApiSchema { OneOf = [Image, ArrayOf(Image)] } },
            [PredictEndpoint.MultipartType] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["picture"] = ArrayOf(Picture) },
                },
            },
        };
        foreach (var format in PictureReader.Formats.Keys)
            content[format] = new OpenApiMediaType { Schema = Picture };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        operation.Responses = Answers(new OpenApiSchema { OneOf = [Prediction, ArrayOf(Prediction)] });
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What is wrong with the request.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.MediaType] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        },
                    },
                },
            },
        };
    }

    private static OpenApiResponses Answers(OpenApiSchema schema) => new()
    {
        ["200"] = new OpenApiResponse
        {
            Description = "OK",
            Content = new Dictionary<string, OpenApiMediaType> { [PredictEndpoint.JsonType] = new() { Schema = schema } },
        },
    };

    private static OpenApiSchema ArrayOf(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
