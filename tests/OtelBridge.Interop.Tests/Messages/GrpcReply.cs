using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>The shortest gRPC answer that Kestrel can give.</summary>
internal static class GrpcReply
{
    public static async Task OkAsync(HttpContext context, IMessage message)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        await context.Response.BodyWriter.WriteAsync(GrpcFrame.Write(message, gzip: false));
        context.Response.AppendTrailer(GrpcHeaders.Status, "0");
    }
}
