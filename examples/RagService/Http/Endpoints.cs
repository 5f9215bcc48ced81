using ChatModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge;
using OtelBridge.Entities;
using RagService.Answering;

namespace RagService.Http;

/// <summary>What the service can be asked: a question, and what somebody thinks of the answer.</summary>
internal static class Endpoints
{
    public static void MapRagService(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ask", AskAsync);
        routes.MapPost("/feedback", GiveFeedbackAsync);
        routes.MapHealthChecks("/health");
    }

    // A request with a traceparent is a part of its caller's trace: the span 'ask' hangs on the caller's span.
    private static async Task<IResult> AskAsync(AskRequest request, QuestionAnswering answering, ModelEndpoint models, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Question))
        {
            return Results.Problem("Send {\"question\":\"…\"}.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return Results.Ok(await answering.AskAsync(request.Question, request.Session, cancellationToken));
        }
        catch (Exception e) when (models.Advice(e) is { } advice)
        {
            // The trace of the failure is worth as much as any other: it says which step failed, and how.
            return Results.Problem(advice, statusCode: StatusCodes.Status502BadGateway, extensions: [new("traceId", Mlflow.LastActiveTraceIdOfFlow)]);
        }
    }

    private static async Task<IResult> GiveFeedbackAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.TraceId))
        {
            return Results.Problem("Send {\"traceId\":\"tr-…\",\"helpful\":true}.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var feedback = await Mlflow.LogFeedbackAsync(
                request.TraceId,
                request.Helpful,
                name: "helpful",
                source: new AssessmentSource(AssessmentSourceType.Human, request.User ?? "anonymous"),
                rationale: request.Comment,
                cancellationToken: cancellationToken);
            return Results.Ok(new { feedback.AssessmentId });
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (MlflowException e)
        {
            return Results.Problem($"The tracking server did not take it: {e.Message}", statusCode: StatusCodes.Status502BadGateway);
        }
    }
}
