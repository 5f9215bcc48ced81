using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Assessments;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Assessments;

/// <summary>What somebody says of a trace or a span, as it stands in a form.</summary>
public sealed record AssessmentForm
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Other = "other";

    public const string AsItLooks = "auto";
    public const string AsText = "text";
    public const string AsJson = "json";

    private const int MaxValueLength = 20_000;
    private const int MaxRationaleLength = 20_000;
    private const int MaxAuthorLength = 200;

    /// <summary>Gets the id of what is changed; empty for a new one.</summary>
    public string Id { get; init; } = "";

    public bool IsExpectation { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Gets <see cref="Yes"/>, <see cref="No"/> or <see cref="Other"/>.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Gets what else was said than yes or no.</summary>
    public string Value { get; init; } = "";

    /// <summary>Gets what the value is: <see cref="AsItLooks"/>, <see cref="AsText"/> or <see cref="AsJson"/>.</summary>
    public string As { get; init; } = AsItLooks;

    public string Rationale { get; init; } = "";

    public string Author { get; init; } = "";

    /// <summary>Gets the span that it is about; empty for the whole trace.</summary>
    public string SpanId { get; init; } = "";

    /// <summary>Gets where one came from.</summary>
    public string Back { get; init; } = "";

    /// <summary>Gets what has to be put right; empty when nothing has.</summary>
    public string Fault { get; init; } = "";

    public static AssessmentForm Read(IFormCollection form, string id)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new AssessmentForm
        {
            Id = id,
            IsExpectation = form["kind"] == "expectation",
            Name = form["name"].ToString().Trim(),
            Answer = form["answer"].ToString(),
            Value = Lines(form["value"].ToString()),
            As = form["as"].ToString(),
            Rationale = Lines(form["rationale"].ToString()).Trim(),
            Author = form["author"].ToString().Trim(),
            SpanId = form["about"].ToString(),
            Back = form["back"].ToString(),
        };
    }

    /// <summary>A form that shows what is stored, to be changed.</summary>
    public static AssessmentForm Of(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var value = assessment.KindCase == Assessment.KindOneofCase.Expectation ? assessment.Expectation.Value : assessment.Feedback?.Value ?? "";
        var text = AssessmentValueReading.TextOf(value);
        return new AssessmentForm
        {
            Id = assessment.AssessmentId,
            IsExpectation = assessment.KindCase == Assessment.KindOneofCase.Expectation,
            Name = assessment.Name,
            Answer = value switch { "true" => Yes, "false" => No, _ => Other },
            Value = value is "true" or "false" ? "" : text ?? value,
            As = text is null ? AsItLooks : AsText,
            Rationale = assessment.Rationale,
            Author = assessment.SourceId,
            SpanId = assessment.SpanId,
        };
    }

    /// <summary>What has to be put right before it can be stored; empty when nothing has.</summary>
    public string Check() =>
        Name.Length == 0 ? "Give it a name, such as correctness."
        : Name.Length > AssessmentRules.MaxNameLength ? $"The name may have {AssessmentRules.MaxNameLength} characters."
        : Answer is not (Yes or No or Other) || (Answer == Other && Value.Trim().Length == 0) ? "Say yes or no, or give a value."
        : Value.Length > MaxValueLength || Rationale.Length > MaxRationaleLength ? "That is too long."
        : Author.Length > MaxAuthorLength ? $"Your name may have {MaxAuthorLength} characters."
        : JsonValue() is null ? "The value is not JSON. Choose text if it is not meant to be." : "";

    /// <summary>What is stored; only where <see cref="Check"/> finds nothing.</summary>
    public Assessment ToAssessment(string traceId)
    {
        var value = JsonValue()!;
        var assessment = new Assessment
        {
            AssessmentId = Id,
            TraceId = traceId,
            SpanId = SpanId,
            Name = Name,
            SourceType = AssessmentSourceType.Human,
            SourceId = Author.Length > 0 ? Author : "default", // as MLflow calls nobody in particular
        };
        if (IsExpectation)
        {
            assessment.Expectation = new Expectation { Value = value };
        }
        else
        {
            assessment.Feedback = new Feedback { Value = value };
        }

        if (Rationale.Length > 0)
        {
            assessment.Rationale = Rationale;
        }

        return assessment;
    }

    // Browsers end the lines of a form with two characters.
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private string? JsonValue() => (Answer, As) switch
    {
        (Yes, _) => AssessmentValueText.OfFlag(true),
        (No, _) => AssessmentValueText.OfFlag(false),
        (_, AsText) => AssessmentValueText.OfText(Value),
        (_, AsJson) => Parsed(),
        _ when double.TryParse(Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => AssessmentValueText.OfNumber(number),
        _ when Value.AsSpan().TrimStart() is ['{' or '[', ..] => Parsed() ?? AssessmentValueText.OfText(Value),
        _ => AssessmentValueText.OfText(Value),
    };

    private string? Parsed()
    {
        try
        {
            using var document = JsonDocument.Parse(Value, new JsonDocumentOptions { MaxDepth = AssessmentRules.MaxNesting });
            return AssessmentValueText.Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return null;
        }
    }
}
