/** What is kept of what happened, how long, and how. The journal is kept always. */
export interface AuditSettings {
  /** Heads of journals are signed this often while there is something new; 0: only when somebody asks. */
  readonly checkpointMinutes: number;
  /** How long acts, looks, and the details of deliveries that came to an end are kept; 0: always. */
  readonly keepActsDays: number;
  readonly keepLooksDays: number;
  readonly keepDeliveryDetailsDays: number;
  /** How long a write that was named is answered again as it was. */
  readonly keepAnswersHours: number;
}

export const usualAudit: AuditSettings = {
  checkpointMinutes: 60,
  keepActsDays: 0,
  keepLooksDays: 400,
  keepDeliveryDetailsDays: 0,
  keepAnswersHours: 24,
};
