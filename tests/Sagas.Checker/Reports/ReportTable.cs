using System.Text;

namespace Sagas.Checker.Reports;

/// <summary>The report for people.</summary>
internal static class ReportTable
{
    private const int ShownExamples = 5;

    public static string Of(Report report)
    {
        var text = new StringBuilder();
        var counts = report.Counts;
        text.AppendLine(
            $"{report.Name}: {counts.Orders} orders ({counts.Accepted} accepted, {counts.Unknown} unknown, {counts.Refused} refused); "
                + $"{counts.Completed} completed, {counts.Compensated} compensated, {counts.NeedAttention} need attention"
        );
        var evidence = report.Findings[0].Evidence;
        foreach (var finding in report.Findings)
        {
            if (finding.Evidence != evidence || finding == report.Findings[0])
            {
                evidence = finding.Evidence;
                text.AppendLine().AppendLine(Title(evidence));
            }

            text.AppendLine($"  {finding.Number, -4}{Verdict(finding), -14}{finding.Sentence}");
            foreach (var example in finding.Examples.Take(ShownExamples))
            {
                text.AppendLine($"        {example.Key}: {example.Text}");
            }

            if (finding.Violating > ShownExamples)
            {
                text.AppendLine($"        and {finding.Violating - ShownExamples} more");
            }

            foreach (var unseen in finding.NotSeen)
            {
                text.AppendLine($"        not seen: {unseen}");
            }
        }

        text.AppendLine();
        var violating = report.Findings.Sum(finding => finding.Violating);
        text.AppendLine(
            report.Passed
                ? $"No violation, in {report.Seconds} s."
                : $"{violating} violations of {string.Join(", ", report.Findings.Where(finding => finding.Violating > 0).Select(finding => finding.Number).Distinct())}, in {report.Seconds} s."
        );
        return text.ToString();
    }

    private static string Verdict(Finding finding) =>
        !finding.IsSeen ? "not seen"
        : finding.Violating > 0 ? $"{finding.Violating} violated"
        : "holds";

    private static string Title(Evidence evidence) =>
        evidence switch
        {
            Evidence.Ledgers => "By the journal and the participants' ledgers:",
            Evidence.Messages => "By the broker's counts and the traces of messages:",
            _ => "By the orchestrator's own tables, which are believed last:",
        };
}
