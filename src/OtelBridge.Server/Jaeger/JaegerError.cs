using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Rest;

namespace OtelBridge.Server.Jaeger;

/// <summary>A failure in the words of the API that was called: one object <c>error</c> in v3, a list <c>errors</c> beside no data in the older API.</summary>
internal static class JaegerError
{
    public static async Task WriteAsync(HttpContext context, Fault fault)
    {
        context.Response.StatusCode = fault.HttpStatus;
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        using var answer = new RestAnswer(context.Response);
        var json = answer.Json;
        if (context.Request.Path.StartsWithSegments(JaegerV3Endpoints.Prefix))
        {
            json.WriteStartObject("error"u8);
            json.WriteNumber("httpCode"u8, fault.HttpStatus);
            json.WriteString("message"u8, fault.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("data"u8);
            JaegerEnvelope.Close(json, 0, [new JaegerEnvelope.Error(fault.Message, Code: fault.HttpStatus)]);
        }

        await answer.CompleteAsync();
    }
}
