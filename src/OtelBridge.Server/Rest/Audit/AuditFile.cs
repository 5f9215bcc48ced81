using System.Buffers;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Transfer;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Rest.Audit;

/// <summary>The audit log as a file: every entry that is asked for, the newest first, read page by page.</summary>
internal static class AuditFile
{
    private static readonly string[] Columns = ["time", "who", "action", "about", "outcome", "requests", "items", "from", "wire", "request"];

    /// <exception cref="GrpcException">There is no such format.</exception>
    public static Task WriteAsync(RestCall call, AuditQuery query, string format) => format switch
    {
        "csv" => WriteCsvAsync(call, query),
        "jsonl" => WriteJsonLinesAsync(call, query),
        _ => throw new GrpcException(GrpcStatusCode.InvalidArgument, $"'{format}' is not a format; these are: csv, jsonl. Without one the answer is a page in JSON."),
    };

    private static async Task WriteCsvAsync(RestCall call, AuditQuery query)
    {
        var output = call.AnswerWithRows("text/csv; charset=utf-8", "audit.csv");
        WriteHeader(output);
        await WriteAllAsync(call, query, entry => WriteRow(output, entry));
    }

    private static async Task WriteJsonLinesAsync(RestCall call, AuditQuery query)
    {
        var output = call.AnswerWithRows("application/jsonl", "audit.jsonl");
        await WriteAllAsync(call, query, entry =>
        {
            using (var json = new Utf8JsonWriter(output, OtlpJsonWriter.Options))
            {
                AuditJson.Write(json, entry);
            }

            output.Write("\n"u8);
        });
    }

    private static async Task WriteAllAsync(RestCall call, AuditQuery query, Action<AuditEntry> write)
    {
        query = query with { MaxResults = AuditQuery.MostResults };
        do
        {
            var page = await call.Audit.SearchAsync(query, call.CancellationToken);
            foreach (var entry in page.Items)
            {
                write(entry);
            }

            await call.SendLargeAsync();
            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken.Length > 0);
    }

    private static void WriteHeader(IBufferWriter<byte> output)
    {
        var row = new CsvRow(output);
        foreach (var column in Columns)
        {
            row.Text(column);
        }

        row.End();
    }

    private static void WriteRow(IBufferWriter<byte> output, AuditEntry entry)
    {
        var row = new CsvRow(output);
        row.Text(RestTime.Timestamp(entry.TimeMs));
        row.Text(entry.Who);
        row.Text(AuditActions.NameOf(entry.Action));
        row.Text(entry.About);
        row.Text(entry.Outcome);
        row.Number(entry.Requests);
        row.Number(entry.Items);
        row.Text(entry.From);
        row.Text(entry.Wire);
        row.Text(entry.Request);
        row.End();
    }
}
