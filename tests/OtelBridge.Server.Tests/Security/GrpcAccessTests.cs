using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Tests.Security;

/// <summary>Every method of the tracking service over gRPC, asked by everybody for what is theirs and what is not.</summary>
public sealed class GrpcAccessTests
{
    private static readonly string[] Reads =
    [
        "GetTrace", "BatchGetTraces", "GetTraceInfo", "SearchTraces", "CountTraces", "CalculateFilterCorrelation", "GetAssessment", "GetExperiment", "SearchExperiments", "GetRun", "SearchRuns",
        "GetMetricHistory",
    ];

    [Fact]
    public async Task Everybody_GetsWhatTheirScopesAndExperimentsAllow_AndNothingOfOthers()
    {
        await using var server = await GuardedServer.StartAsync();
        var (ownTrace, ownRun) = await server.FillAsync(server.Own);
        var (foreignTrace, foreignRun) = await server.FillAsync(server.Foreign);
        (string Name, string? Header)[] roles =
        [
            ("nobody", null),
            ("ingest", $"Bearer {await server.MakeKeyAsync(["ingest"], [server.Own])}"),
            ("read", $"Bearer {await server.MakeKeyAsync(["read"], [server.Own])}"),
            ("manager", GuardedServer.Manager.ToString()),
        ];
        var before = (await server.GetAsync($"/api/3.0/mlflow/traces/{foreignTrace}", GuardedServer.Admin)).Text;
        var wrong = new List<string>();

        foreach (var method in typeof(TrackingServiceMethods).GetProperties(BindingFlags.Public | BindingFlags.Static))
        {
            var isRead = Reads.Contains(method.Name);
            foreach (var (role, header) in roles)
            {
                foreach (var (isForeign, experiment, trace, run) in new[] { (true, server.Foreign, foreignTrace, foreignRun), (false, server.Own, ownTrace, ownRun) })
                {
                    var (status, text) = await CallAsync(server.Server.Grpc, method, header, experiment, trace, run);
                    var what = role switch
                    {
                        "nobody" => status == GrpcStatusCode.Unauthenticated ? null : "is not asked who they are",
                        "read" when !isRead => status == GrpcStatusCode.PermissionDenied ? null : "passes without the scope",
                        "ingest" when method.Name != "StartTrace" => status == GrpcStatusCode.PermissionDenied ? null : "passes without the scope",
                        _ when status is GrpcStatusCode.Unauthenticated or GrpcStatusCode.Internal => "fails",
                        _ => isForeign && text.Contains(GuardedServer.Secret, StringComparison.OrdinalIgnoreCase) ? "tells what is others'" : null,
                    };
                    if (what is not null)
                    {
                        wrong.Add($"{role} {method.Name} of {(isForeign ? "others" : "theirs")}: {what} ({status} {text})");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
        (await server.GetAsync($"/api/3.0/mlflow/traces/{foreignTrace}", GuardedServer.Admin)).Text.ShouldBe(before);
    }

    internal static async Task<(GrpcStatusCode Status, string Text)> CallAsync(
        UnaryGrpcClient client, PropertyInfo method, string? header, string experiment, string trace, string run, string? workspace = null)
    {
        var types = method.PropertyType.GetGenericArguments();
        var request = (IMessage)Activator.CreateInstance(types[0])!;
        Fill(request, experiment, trace, run);
        IEnumerable<KeyValuePair<string, string>> metadata = header is null ? [] : [new("authorization", header)];
        metadata = workspace is null ? metadata : [.. metadata, new("x-mlflow-workspace", workspace)];
        var call = typeof(GrpcAccessTests).GetMethod(nameof(AskAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types);
        return await (Task<(GrpcStatusCode, string)>)call.Invoke(null, [client, method.GetValue(null), request, metadata])!;
    }

    private static async Task<(GrpcStatusCode Status, string Text)> AskAsync<TRequest, TResponse>(
        UnaryGrpcClient client, GrpcMethod<TRequest, TResponse> method, TRequest request, IEnumerable<KeyValuePair<string, string>> metadata)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return (GrpcStatusCode.Ok, (await client.CallAsync(method, request, metadata)).ToString()!);
        }
        catch (GrpcException e)
        {
            return (e.Status, e.Message);
        }
    }

    // Ids wherever a field of that name takes one, in messages inside as well.
    private static void Fill(IMessage message, string experiment, string trace, string run)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var text = field.Name switch
            {
                "experiment_id" or "experiment_ids" => experiment,
                "trace_id" or "trace_ids" => trace,
                "run_id" or "run_ids" => run,
                "key" or "value" or "name" or "new_name" or "metric_key" => "planted",
                _ => null,
            };
            if (field.FieldType == FieldType.String && text is not null && !field.IsMap)
            {
                if (field.IsRepeated)
                {
                    ((System.Collections.IList)field.Accessor.GetValue(message)).Add(text);
                }
                else
                {
                    field.Accessor.SetValue(message, text);
                }
            }
            else if (field.FieldType == FieldType.Message && !field.IsRepeated && field.MessageType.Parser is not null && field.MessageType.File == message.Descriptor.File)
            {
                var inner = (IMessage)Activator.CreateInstance(field.MessageType.ClrType)!;
                Fill(inner, experiment, trace, run);
                field.Accessor.SetValue(message, inner);
            }
        }
    }
}
