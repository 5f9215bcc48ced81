using System.Collections.Frozen;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OtelBridge.Identifiers;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;
using static OtelBridge.Store.Audit.AuditSubject;

namespace OtelBridge.Server.Audit;

/// <summary>Finds what a request is about: the ids under names that are known, in its path, its query, its form, its JSON or its message. Nothing else of it is looked at.</summary>
internal static class AuditSubjects
{
    private static readonly FrozenDictionary<string, string> Kinds = new (string Name, string Kind)[]
    {
        ("experiment", Experiment), ("experiment_id", Experiment), ("experimentId", Experiment), ("experiment_ids", Experiment), ("experimentIds", Experiment),
        ("trace_id", Trace), ("traceId", Trace), ("trace_ids", Trace), ("traceIds", Trace), ("request_id", Trace), ("requestId", Trace), ("request_ids", Trace), ("requestIds", Trace),
        ("run", Run), ("run_id", Run), ("runId", Run), ("run_ids", Run), ("runIds", Run), ("run_uuid", Run), ("runUuid", Run),
        ("key_id", Key), ("keyId", Key),
        ("username", User),
        ("workspace_name", AuditSubject.Workspace), ("workspace", AuditSubject.Workspace),
    }.DistinctBy(static pair => pair.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(static pair => pair.Name, static pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    // Objects in which such names stand. What is not here may be of any size, and is somebody's content.
    private static readonly FrozenSet<string> Containers = new[]
    {
        "locations", "mlflow_experiment", "mlflowExperiment", "trace", "trace_info", "traceInfo", "trace_location", "traceLocation", "assessment", "record",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Fields of the forms of pages: the traces that are selected.
    private static readonly string[] OfForms = ["id", "ids"];

    public static void AddTo(AuditNote note, HttpRequest request)
    {
        foreach (var (name, value) in request.RouteValues)
        {
            // Pages call what they are about "id".
            var kind = name != "id" ? Kinds.GetValueOrDefault(name)
                : request.Path.Value!.Contains("/runs/", StringComparison.Ordinal) ? Run
                : request.Path.Value.Contains("/experiments/", StringComparison.Ordinal) ? Experiment : null;
            if (kind is not null && value is string text)
            {
                Add(note, kind, text);
            }
        }

        foreach (var (name, values) in request.Query)
        {
            if (Kinds.TryGetValue(name, out var kind))
            {
                AddAll(note, kind, values);
            }
        }

        // Only when the page has read it.
        if (request.Path.StartsWithSegments("/traces") && request.HttpContext.Features.Get<IFormFeature>()?.Form is { } form)
        {
            foreach (var name in OfForms)
            {
                AddAll(note, Trace, form[name]);
            }
        }
    }

    public static void AddTo(AuditNote note, JsonElement fields)
    {
        try
        {
            AddObject(note, fields);
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode; the endpoint refuses it.
        }
    }

    public static void AddTo(AuditNote note, IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field is { FieldType: FieldType.Message, IsRepeated: false } && Containers.Contains(field.Name))
            {
                if (field.Accessor.GetValue(message) is IMessage inner)
                {
                    AddTo(note, inner);
                }
            }
            else if (field.FieldType == FieldType.String && Kinds.TryGetValue(field.Name, out var kind))
            {
                var value = field.Accessor.GetValue(message);
                foreach (var text in value as IEnumerable<string> ?? [(string)value])
                {
                    Add(note, kind, text);
                }
            }
        }
    }

    private static void AddObject(AuditNote note, JsonElement fields)
    {
        foreach (var member in fields.EnumerateObject())
        {
            if (Kinds.TryGetValue(member.Name, out var kind))
            {
                AddValue(note, kind, member.Value);
            }
            else if (Containers.Contains(member.Name))
            {
                foreach (var item in member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().AsEnumerable() : [member.Value])
                {
                    if (item.ValueKind == JsonValueKind.Object)
                    {
                        AddObject(note, item);
                    }
                }
            }
        }
    }

    private static void AddValue(AuditNote note, string kind, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Add(note, kind, value.GetString()!);
                break;
            case JsonValueKind.Number:
                Add(note, kind, value.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray().Take(AuditNote.MostSubjects).Where(static item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number))
                {
                    AddValue(note, kind, item);
                }

                break;
        }
    }

    private static void AddAll(AuditNote note, string kind, IEnumerable<string?> values)
    {
        foreach (var text in values.OfType<string>().SelectMany(static value => value.Split(',')).Take(AuditNote.MostSubjects))
        {
            Add(note, kind, text);
        }
    }

    private static void Add(AuditNote note, string kind, string text)
    {
        if (kind == User)
        {
            note.AddPerson(text);
        }
        else if (kind == AuditSubject.Workspace && WorkspaceName.IsValid(text))
        {
            note.AddWord(kind, text);
        }
        else
        {
            note.Add(kind, kind == Trace ? TraceIdText.Normalise(text) : text); // other tools leave the prefix out
        }
    }
}
